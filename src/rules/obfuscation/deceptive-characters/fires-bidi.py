level = "user‮ ⁦# admin⁩ ⁦"  # fires: import
