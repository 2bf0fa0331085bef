interface PasswordFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** One that is being chosen, and how long it may be; else the one that somebody has. */
  chosen?: { minLength?: number; maxLength?: number };
}

/** A password, so named that managers of passwords know which one is meant. */
export function PasswordField({ label, value, onChange, chosen }: PasswordFieldProps) {
  return (
    <label>
      <span className="small quiet">{label}</span>
      <input
        type="password"
        autoComplete={chosen === undefined ? 'current-password' : 'new-password'}
        required
        {...chosen}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
