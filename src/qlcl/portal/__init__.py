"""Pages made of several rooms: home, search, import page and command, the example."""
