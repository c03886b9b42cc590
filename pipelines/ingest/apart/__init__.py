"""Files are read by another process than the one that serves people: what they hold may take it down, and nothing else.

``reading`` is asked; ``readers`` keeps the processes, one of them ready; ``child`` is what runs in them; ``allowance`` says what a
file may take of processor, time and memory. A reader that dies, hangs or takes too much is a finding: the file cannot be read.
"""
