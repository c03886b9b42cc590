"""The amounts of one contract as a document: ``statement`` (its rows, as JSON, CSV and text), ``xlsx``, ``pdf``."""
