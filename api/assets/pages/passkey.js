// Asks the browser for a passkey, or for a new one, and sends its answer with the form around the button. No request of its own.
(() => {
  const bytes = (text) => {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const credential = (given, response) => ({ id: given.id, rawId: text(given.rawId), type: given.type, response });

  const get = async (publicKey) => {
    publicKey.allowCredentials = known(publicKey.allowCredentials);
    const given = await navigator.credentials.get({ publicKey });
    const { authenticatorData, clientDataJSON, signature, userHandle } = given.response;
    return credential(given, {
      authenticatorData: text(authenticatorData),
      clientDataJSON: text(clientDataJSON),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    });
  };

  const create = async (publicKey) => {
    publicKey.user.id = bytes(publicKey.user.id);
    publicKey.excludeCredentials = known(publicKey.excludeCredentials);
    const given = await navigator.credentials.create({ publicKey });
    const { attestationObject, clientDataJSON } = given.response;
    return credential(given, {
      attestationObject: text(attestationObject),
      clientDataJSON: text(clientDataJSON),
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-failed]");
    form.addEventListener("submit", async (event) => {
      const field = form.elements.namedItem("response");
      if (field.value) return;
      event.preventDefault();
      const { publicKey } = JSON.parse(form.dataset.passkey);
      publicKey.challenge = bytes(publicKey.challenge);
      delete publicKey.extensions;
      try {
        const ask = "create" in form.dataset ? create : get;
        field.value = JSON.stringify(await ask(publicKey));
        form.requestSubmit();
      } catch {
        failed.hidden = false;
      }
    });
    for (const button of form.querySelectorAll("button")) button.disabled = !window.PublicKeyCredential;
  }
})();
