"""Every event sealed in a keyed chain, the chains gathered under signed roots, all of it provable."""
