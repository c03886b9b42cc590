"""What a treasurer must be told beside the amounts.

``gather`` puts the warnings of three files in date order: ``notes_calendrier`` (deadlines, tailles, rules), ``notes_montants``
(attainment, statuses, repayments, limits), ``notes_doutes`` (observations that are not sure).
"""
