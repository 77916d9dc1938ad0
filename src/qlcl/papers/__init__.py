"""Official papers in the layout of Decree 30/2020, from replaceable templates."""
