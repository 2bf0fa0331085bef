DROP INDEX "verdicts_by_verdict";--> statement-breakpoint
DROP INDEX "findings_rule";--> statement-breakpoint
ALTER TABLE "distributions" ADD COLUMN "verdict_id" bigint;--> statement-breakpoint
ALTER TABLE "distributions" ADD COLUMN "verdict" text;--> statement-breakpoint
ALTER TABLE "distributions" ADD COLUMN "score" double precision;--> statement-breakpoint
ALTER TABLE "distributions" ADD COLUMN "disposition_id" bigint;--> statement-breakpoint
ALTER TABLE "distributions" ADD COLUMN "disposition" text;--> statement-breakpoint
UPDATE "distributions" SET "verdict_id" = "newest"."id", "verdict" = "newest"."verdict", "score" = "newest"."score" FROM (SELECT DISTINCT ON ("sha256") "sha256", "id", "verdict", "score" FROM "verdicts" ORDER BY "sha256", "id" DESC) AS "newest" WHERE "newest"."sha256" = "distributions"."sha256";--> statement-breakpoint
UPDATE "distributions" SET "disposition_id" = "newest"."id", "disposition" = "newest"."disposition" FROM (SELECT DISTINCT ON ("sha256") "sha256", "id", "disposition" FROM "dispositions" ORDER BY "sha256", "id" DESC) AS "newest" WHERE "newest"."sha256" = "distributions"."sha256";--> statement-breakpoint
CREATE INDEX "deliveries_pending" ON "deliveries" USING btree ("id") WHERE "deliveries"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "distributions_filename" ON "distributions" USING btree ("filename" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "distributions_seen" ON "distributions" USING btree ("first_seen_at","sha256");--> statement-breakpoint
CREATE INDEX "distributions_verdict" ON "distributions" USING btree ("verdict","first_seen_at","sha256");--> statement-breakpoint
CREATE INDEX "distributions_disposition" ON "distributions" USING btree ("disposition","verdict","first_seen_at","sha256");--> statement-breakpoint
CREATE INDEX "distributions_held" ON "distributions" USING btree (coalesce("score", -1),"first_seen_at","sha256") WHERE "distributions"."disposition" = 'held';--> statement-breakpoint
CREATE INDEX "findings_rule" ON "findings" USING btree ("rule","verdict_id");