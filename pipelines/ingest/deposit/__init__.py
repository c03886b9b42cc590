"""What people do with a file: check it, preview what it would change, confirm, withdraw.

``steps``: preview and deposit, in one transaction. ``checked_file``: the file read and checked once for all of them.
``outcomes``: what they answer. ``against_store``, ``plausibility``: what only the store can say of a line (frozen months,
values that jump). ``lifecycle``: withdrawing and putting back. ``watch``: the folder where files are dropped. ``report``:
an outcome as text. ``memory``: what a large file took is given back to the system.
"""
