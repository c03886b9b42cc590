"""What leaves the software as files: always with statuses, sources, versions and date."""
