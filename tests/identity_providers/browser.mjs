// A browser in small: keeps cookies by host and follows redirects one at a time.

export class Browser {
  cookies = new Map();

  async send(url, { method = 'GET', form, json, headers = {} } = {}) {
    const body = form ? new URLSearchParams(form) : json && JSON.stringify(json);
    if (json) headers = { ...headers, 'content-type': 'application/json' };
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookie) headers = { ...headers, cookie };
    const response = await fetch(url, { method, body, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Follows redirects while they stay at `origin`: the last answer there, or where it leads away to. */
  async follow(origin, url, options) {
    let response = await this.send(url, options);
    for (let hops = 0; hops < 20; hops += 1) {
      const location = response.headers.get('location');
      if (!location) return { url, response };
      url = new URL(location, url).href;
      if (!url.startsWith(`${origin}/`)) return { location: url };
      response = await this.send(url);
    }
    throw new Error(`redirected in circles at ${url}`);
  }
}
