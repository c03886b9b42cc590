"""What leaves the software as files: always with statuses, sources, versions and date.

``exports`` (tables, for machines and for people), ``template`` (the file to fill in), ``statement`` (the amounts of one
contract), ``synthese`` (documents for a meeting).
"""
