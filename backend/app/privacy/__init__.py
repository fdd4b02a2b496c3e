"""What privacy law asks for: a person's words and names are erased, and the history stays provable."""
