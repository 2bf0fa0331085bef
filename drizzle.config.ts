/** For `npm run migration -- --name what-changes`: writes the next migration from the difference to the last. */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/store/schema*.ts',
  out: './src/store/migrations',
  casing: 'snake_case',
});
