"""Who gets a flag: rules over plain facts, turns of a rota, cover for who is away, working time. One file per kind."""
