# One image for every app: `APP` names the one to run (lead, engagement, email-events, compliance, analytics,
# gateway). The same image runs the migrations: `node tools/migrate.ts up`.

FROM node:24-bookworm-slim AS build
WORKDIR /leadstream
ENV CI=true NX_DAEMON=false NX_TUI=false PRISMA_SCHEMA_ENGINE_BINARY=/bin/true
COPY package.json package-lock.json ./
COPY apps/analytics/package.json apps/analytics/
COPY apps/compliance/package.json apps/compliance/
COPY apps/e2e/package.json apps/e2e/
COPY apps/email-events/package.json apps/email-events/
COPY apps/engagement/package.json apps/engagement/
COPY apps/gateway/package.json apps/gateway/
COPY apps/lead/package.json apps/lead/
COPY libs/contracts/package.json libs/contracts/
COPY libs/http/package.json libs/http/
COPY libs/jobs/package.json libs/jobs/
COPY libs/kernel/package.json libs/kernel/
COPY libs/messaging/package.json libs/messaging/
COPY libs/persistence/package.json libs/persistence/
COPY libs/privacy/package.json libs/privacy/
COPY libs/retention/package.json libs/retention/
COPY libs/telemetry/package.json libs/telemetry/
COPY libs/testing/package.json libs/testing/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --omit=peer --omit=optional --no-audit --no-fund \
  && rm -rf apps/e2e libs/testing apps/*/src apps/*/test apps/*/spec libs/*/src libs/*/spec

FROM node:24-bookworm-slim
WORKDIR /leadstream
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 MANAGEMENT_PORT=9090 APP=gateway
COPY --from=build --chown=root:root /leadstream/node_modules node_modules
COPY --from=build --chown=root:root /leadstream/package.json ./
COPY --from=build --chown=root:root /leadstream/libs libs
COPY --from=build --chown=root:root /leadstream/apps apps
COPY --from=build --chown=root:root /leadstream/infra/local infra/local
COPY --from=build --chown=root:root /leadstream/tools tools
# Where a volume for documents may be mounted: it takes over whose folder this is.
RUN install -d -o node -g node /var/lib/leadstream/documents /var/lib/leadstream/archives /var/lib/leadstream/dnc-lists
USER node
EXPOSE 8080 9090
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MANAGEMENT_PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["sh", "-c", "exec node apps/$APP/dist/main.js"]
