"""Standing checks and the head's part: whether a system is alive or stands on paper.

This room reads what the rooms below recorded, shows each finding with its rows to the agency first and to the province
after a settable delay, and takes the agency's answer. It judges nobody, punishes nothing and changes no record.
"""
