CREATE TABLE "campaigns" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "campaigns_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"merged_into" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"campaign_id" bigint PRIMARY KEY NOT NULL,
	"actor" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fingerprint_bands" (
	"band" text NOT NULL,
	"sha256" char(64) NOT NULL,
	CONSTRAINT "fingerprint_bands_band_sha256_pk" PRIMARY KEY("band","sha256")
);
--> statement-breakpoint
CREATE TABLE "fingerprints" (
	"sha256" char(64) PRIMARY KEY NOT NULL,
	"campaign_id" bigint NOT NULL,
	"exact" char(64),
	"minhash" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_items" (
	"sha256" char(64) PRIMARY KEY NOT NULL,
	"campaign_id" bigint NOT NULL,
	"harm" double precision NOT NULL,
	"phase" text NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fingerprint_bands" ADD CONSTRAINT "fingerprint_bands_sha256_fingerprints_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."fingerprints"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fingerprints" ADD CONSTRAINT "fingerprints_sha256_distributions_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."distributions"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fingerprints" ADD CONSTRAINT "fingerprints_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_sha256_distributions_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."distributions"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fingerprints_exact" ON "fingerprints" USING btree ("exact");--> statement-breakpoint
CREATE INDEX "fingerprints_campaign" ON "fingerprints" USING btree ("campaign_id");--> statement-breakpoint
CREATE INDEX "review_items_open" ON "review_items" USING btree ("state","harm");--> statement-breakpoint
CREATE INDEX "review_items_campaign" ON "review_items" USING btree ("campaign_id");