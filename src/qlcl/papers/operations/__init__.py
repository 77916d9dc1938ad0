"""Acts of the papers room: printing papers, replacing their templates."""
