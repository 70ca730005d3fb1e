// Opens what `seal` made, with nothing but what every browser has: written from its manual alone.
// Takes the golden vectors; gives back, for each, the hex of what was in it, or what went wrong.
async (vectors) => {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const hex = (raw) => Array.from(new Uint8Array(raw), (one) => one.toString(16).padStart(2, "0")).join("");
  const text = (word) => new TextEncoder().encode(word);
  const put = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
    return all;
  };
  const join = (...parts) => put(...parts.flatMap((part) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, part.length);
    return [length, part];
  }));
  const hmac = async (key, message) => {
    const held = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", held, message));
  };
  const extract = (salt, secret) => hmac(salt.length ? salt : new Uint8Array(32), secret);
  const expand = async (key, info, length) => {
    let all = new Uint8Array(), block = new Uint8Array();
    for (let count = 1; all.length < length; count++) {
      block = await hmac(key, put(block, info, Uint8Array.of(count)));
      all = put(all, block);
    }
    return all.slice(0, length);
  };
  const opened = async (key, nonce, sealed, ad) => {
    const held = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
    const how = { name: "AES-GCM", iv: nonce, additionalData: ad };
    return new Uint8Array(await crypto.subtle.decrypt(how, held, sealed));
  };

  const record = async ({ purpose, key, about, record }) => {
    const raw = bytes(record);
    if (raw[0] !== 1) throw new Error("unknown version");
    const ad = put(join(Uint8Array.of(1), text(purpose)), join(...about.map(bytes)));
    const info = join(text("seal"), text("record"), raw.slice(1, 25), ad);
    const keys = await expand(await extract(new Uint8Array(), bytes(key)), info, 64);
    if (hex(keys.slice(32)) !== hex(raw.slice(25, 57))) throw new Error("another key");
    const padded = await opened(keys.slice(0, 32), new Uint8Array(12), raw.slice(57), ad);
    if (purpose !== "words" && purpose !== "file") return hex(padded);
    return hex(padded.slice(0, padded.lastIndexOf(0x80)));
  };

  // RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
  const KEM = put(text("KEM"), Uint8Array.of(0, 0x20));
  const HPKE = put(text("HPKE"), Uint8Array.of(0, 0x20, 0, 1, 0, 2));
  const labelled = (suite, salt, label, secret) =>
    extract(salt, put(text("HPKE-v1"), suite, text(label), secret));
  const stretched = (suite, key, label, info, length) =>
    expand(key, put(Uint8Array.of(length >> 8, length & 255), text("HPKE-v1"), suite, text(label), info), length);
  const sealedKey = async ({ private: own, public: mine, context, sealed }) => {
    const raw = bytes(sealed), theirs = raw.slice(1, 33), none = new Uint8Array();
    // PKCS #8 around the 32 bytes, as RFC 8410 has it.
    const wrapped = put(bytes("302e020100300506032b656e04220420"), bytes(own));
    const mineKey = await crypto.subtle.importKey("pkcs8", wrapped, "X25519", false, ["deriveBits"]);
    const theirKey = await crypto.subtle.importKey("raw", theirs, "X25519", false, []);
    const bits = await crypto.subtle.deriveBits({ name: "X25519", public: theirKey }, mineKey, 256);
    const agreed = await labelled(KEM, none, "eae_prk", new Uint8Array(bits));
    const shared = await stretched(KEM, agreed, "shared_secret", put(theirs, bytes(mine)), 32);
    const info = put(join(Uint8Array.of(1), text("to")), join(...context.map(bytes)));
    const schedule = put(
      Uint8Array.of(0),
      await labelled(HPKE, none, "psk_id_hash", none),
      await labelled(HPKE, none, "info_hash", info),
    );
    const secret = await labelled(HPKE, shared, "secret", none);
    const key = await stretched(HPKE, secret, "key", schedule, 32);
    const nonce = await stretched(HPKE, secret, "base_nonce", schedule, 12);
    return hex(await opened(key, nonce, raw.slice(33), none));
  };

  const tried = (work) => work.catch((fault) => `fault: ${fault.message}`);
  return {
    records: await Promise.all(vectors.records.map((one) => tried(record(one)))),
    sealed_keys: await Promise.all(vectors.sealed_keys.map((one) => tried(sealedKey(one)))),
  };
}
