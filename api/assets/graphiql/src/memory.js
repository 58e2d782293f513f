// What earlier answers gave, for later steps: the access token and the last ids. In memory only: gone with the page.

const seen = { accessToken: null, assetId: null, scanId: null };

export function learn(data) {
  for (const result of Object.values(data ?? {})) {
    seen.accessToken = result?.session?.accessToken ?? seen.accessToken;
    seen.assetId = result?.asset?.id ?? seen.assetId;
    seen.scanId = result?.scan?.id ?? seen.scanId;
  }
}

export const authorization = () =>
  seen.accessToken ? { Authorization: `Bearer ${seen.accessToken}` } : {};

// Fills "$assetId" and "$scanId" in.
export function fill(value) {
  if (typeof value === 'string' && value.startsWith('$')) return seen[value.slice(1)] ?? value;
  if (Array.isArray(value)) return value.map(fill);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item)]));
  }
  return value;
}
