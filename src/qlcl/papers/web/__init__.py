"""Pages of the papers room: the templates of official papers."""
