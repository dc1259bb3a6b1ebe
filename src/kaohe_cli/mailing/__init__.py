"""Mails as files (.eml), to be sent by hand: forms, receipts, reminders. Nothing is sent from here."""
