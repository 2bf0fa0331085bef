VALUE = 1;                                                                                                                                                      print(VALUE)  # fires: import
