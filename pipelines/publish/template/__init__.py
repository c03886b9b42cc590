"""The file a CPTS fills in for a month: ``lines`` (what is asked), ``template`` (CSV and workbook), ``workbook``, ``dictionary``."""
