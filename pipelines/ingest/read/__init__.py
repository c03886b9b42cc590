"""Bytes become cells, each with the line and the column where the person sees it.

``bytes_to_cells`` is asked. A text is decoded (``decode``), its lines cut (``fast_body`` when the file is plain, else
``wrapped_lines`` and ``body``). A workbook is weighed (``archive``), then read sheet by sheet (``workbook``, with
``xlsx_sheet``, ``ods_sheet`` and ``number_formats`` for what the person sees of a cell). ``assemble`` puts header and lines
together, ``aside`` sets totals, notes and blank lines apart. ``cells`` is what comes out; ``limits``: how heavy a file may be.
"""
