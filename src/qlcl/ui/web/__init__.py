"""Pages of the ui room: the living page of components, the theme switch, the error pages."""
