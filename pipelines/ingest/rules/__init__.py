"""What each finding on a file says: its sentence, its remedy, how grave it is.

``reading.yaml``: about the file, before any line is judged; ``lines.yaml``: about a line; ``numbers.yaml``: about a number
as it is written (a negative one, a date in its place); ``store.yaml``: about what is stored already. ``table`` reads them
and makes findings. Where a rule is held: look for its code in the rooms above.
"""
