"""The app for teams on site: its shell, what it takes along, what it sends back."""
