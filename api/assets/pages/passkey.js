// Asks the browser for a passkey and sends its answer with the form around the button. No request of its own.
(() => {
  const bytes = (text) => {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-failed]");
    form.addEventListener("submit", async (event) => {
      const field = form.elements.namedItem("response");
      if (field.value) return;
      event.preventDefault();
      const { publicKey } = JSON.parse(form.dataset.passkey);
      publicKey.challenge = bytes(publicKey.challenge);
      publicKey.allowCredentials = (publicKey.allowCredentials ?? []).map((known) => ({ ...known, id: bytes(known.id) }));
      delete publicKey.extensions;
      try {
        const given = await navigator.credentials.get({ publicKey });
        const { authenticatorData, clientDataJSON, signature, userHandle } = given.response;
        field.value = JSON.stringify({
          id: given.id,
          rawId: text(given.rawId),
          type: given.type,
          response: {
            authenticatorData: text(authenticatorData),
            clientDataJSON: text(clientDataJSON),
            signature: text(signature),
            userHandle: userHandle ? text(userHandle) : null,
          },
        });
        form.requestSubmit();
      } catch {
        failed.hidden = false;
      }
    });
    for (const button of form.querySelectorAll("button")) button.disabled = !window.PublicKeyCredential;
  }
})();
