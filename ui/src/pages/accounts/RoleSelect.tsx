import { ROLES } from '../../api/accounts.ts';
import type { Role } from '../../api/types.ts';

interface Props {
  id?: string;
  value: Role;
  onChange: (role: Role) => void;
  /** Name for those who do not see what is beside it; without one there is a label for `id`. */
  label?: string;
}

export function RoleSelect({ id, value, onChange, label }: Props) {
  return (
    <select
      id={id}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value as Role)}
    >
      {ROLES.map(([role, what]) => (
        <option key={role} value={role}>
          {label === undefined ? `${role}: ${what}` : role}
        </option>
      ))}
    </select>
  );
}
