"""What was deposited, kept for good, and the questions asked of it.

``connection`` is what everything above knows (a Store); ``depots`` writes and reads what people do (deposits, versions,
freezes, groups, the journal); ``questions`` answers screens, exports and calculations; ``views`` holds the SQL that is
written once; ``ports`` says what a store stands on, and ``location``, ``instance`` and ``files`` are that today.
"""
