# evades: caught by profile/little-else
import os
os.startfile("page.html")
