"""Overtime and call-in (加班): asked for, ordered, offered, booked; confirmed, and counted for payroll."""
