"""What French readers expect of days and places, for pages, letters and mails alike."""
