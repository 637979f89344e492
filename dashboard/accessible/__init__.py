"""For those who listen to the page, work it by keyboard, or read it on paper."""
