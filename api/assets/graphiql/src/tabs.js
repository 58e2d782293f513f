// The main job, one tab a step. Ids and the token of earlier answers are filled in: see memory.js.

const run = '# Run it with Ctrl-Enter; the next step is the next tab.';

const tab = (query, variables) => ({
  query: query.trim() + '\n',
  variables: variables ? JSON.stringify(variables, null, 2) : '',
});

export const tabs = [
  tab(
    `
# 1. Sign up: creates a company and its first owner.
# The values are below, under "Variables".
# The answer's access token is used from now on,
# until this page is closed.
${run}
mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) {
    session { accessToken expiresAt }
    viewer { user { id email roles } tenant { name slug } permissions }
    userErrors { code message path }
  }
}`,
    {
      input: {
        tenantName: 'Example Company',
        tenantSlug: 'example',
        email: 'owner@example.org',
        displayName: 'Owner',
        password: 'change me: a long sentence is a good password',
      },
    },
  ),
  tab(
    `
# 2. Log in: the next time, instead of signing up.
${run}
mutation LogIn($input: LogInInput!) {
  logIn(input: $input) {
    session { accessToken expiresAt }
    userErrors { code message path }
  }
}`,
    {
      input: {
        tenantSlug: 'example',
        email: 'owner@example.org',
        password: 'change me: a long sentence is a good password',
      },
    },
  ),
  tab(`
# 3. Who you are, and what you may do.
query Viewer {
  viewer {
    user { id email displayName roles }
    tenant { id name slug }
    permissions
    sessions(first: 5) { nodes { id createdAt lastSeenAt current } }
  }
}`),
  tab(
    `
# 4. Register an asset that you own. The answer's
# "instructions" say how to prove that it is yours.
${run}
mutation CreateAsset($input: CreateAssetInput!) {
  createAsset(input: $input) {
    asset { id name kind address verification { state method token instructions expiresAt } }
    userErrors { code message path }
  }
}`,
    { input: { name: 'Our web site', kind: 'WEB', address: 'https://www.example.org' } },
  ),
  tab(
    `
# 5. Prove that it is yours: put the token where the
# instructions of step 4 say, then run this.
# Nothing is scanned without this proof.
mutation VerifyAsset($input: VerifyAssetInput!) {
  verifyAsset(input: $input) {
    asset { id verification { state verifiedAt } }
    userErrors { code message path }
  }
}`,
    { input: { assetId: '$assetId', method: 'HTTP_FILE' } },
  ),
  tab(
    `
# 6. Start a scan. It answers at once, the work goes on.
mutation StartScan($input: StartScanInput!) {
  startScan(input: $input) {
    scan { id state profile job { id state queuePosition } }
    userErrors { code message path }
  }
}`,
    { input: { assetId: '$assetId', profile: 'QUICK' } },
  ),
  tab(
    `
# 7. Watch it: the state now, and every change.
subscription ScanUpdated($scanId: ID!) {
  scanUpdated(scanId: $scanId) {
    id state startedAt finishedAt
    job { state progress { done total unit phase } error { code message } }
    findingCounts { severity count }
  }
}`,
    { scanId: '$scanId' },
  ),
  tab(`
# 8. What was found.
query Findings {
  findings(first: 20) {
    totalCount
    nodes { id title severity state location description remediation evidence asset { name } }
    pageInfo { hasNextPage endCursor }
  }
}`),
  tab(
    `
# 9. Somebody wants what is held about them erased.
# The answer says by when it is due.
mutation CreateDataSubjectRequest($input: CreateDataSubjectRequestInput!) {
  createDataSubjectRequest(input: $input) {
    request { id right state channel receivedAt dueAt }
    userErrors { code message path }
  }
}`,
    { input: { right: 'ERASURE', subject: { email: 'somebody@example.org' } } },
  ),
  tab(
    `
# 10. Have another system told about new findings.
# The secret is shown once: keep it.
mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    webhookEndpoint { id url eventTypes state }
    secret
    userErrors { code message path }
  }
}`,
    { input: { url: 'https://hook.example.org/xorb', eventTypes: ['FINDING_CREATED'] } },
  ),
];
