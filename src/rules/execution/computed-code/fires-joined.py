exec("pr" + "int" + "(1)")  # fires: import
