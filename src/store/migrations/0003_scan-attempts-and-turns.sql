CREATE TABLE "turns" (
	"uploader" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "scans_finished" ON "scans" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "scans_given_up" ON "scans" USING btree ("id") WHERE "scans"."outcome" = 'given-up';