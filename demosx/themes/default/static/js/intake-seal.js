// What waits in this browser is sealed for whoever typed it: with a key of their account that it keeps, for each entry with
// another one between. What opens it comes from the site, to that account alone, and is never kept (ECDH, HKDF, AES-GCM).
const CURVE = {name: "ECDH", namedCurve: "P-256"};
const text = new TextEncoder();

async function between(ours, theirs, key) {
  const bits = await crypto.subtle.deriveBits({name: "ECDH", public: theirs}, ours, 256);
  const secret = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const salted = {name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text.encode(`demosx intake ${key}`)};
  return crypto.subtle.deriveKey(salted, secret, {name: "AES-GCM", length: 256}, false, ["encrypt", "decrypt"]);
}

const imported = (key, uses) => crypto.subtle.importKey("jwk", key, CURVE, false, uses);

// Something with the key of its entry, as it is kept.
export async function seal(seals, key, content) {
  const once = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const secret = await between(once.privateKey, await imported(seals, []), key);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({name: "AES-GCM", iv}, secret, text.encode(JSON.stringify(content)));
  return {from: await crypto.subtle.exportKey("raw", once.publicKey), iv, data};
}

export const opener = (opens) => imported(opens, ["deriveBits"]);

// What was sealed; null where it was sealed for another account, or when the site had another secret.
export async function unseal(opens, key, {from, iv, data}) {
  const secret = await between(opens, await crypto.subtle.importKey("raw", from, CURVE, false, []), key);
  try {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({name: "AES-GCM", iv}, secret, data)));
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return null;
    throw error;
  }
}
