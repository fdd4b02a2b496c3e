"""A service desk in a box: the engine and the traditional ways, over the same stream of tickets."""
