"""What pages are made of: pickers bound to the address, links, blocks, downloads."""
