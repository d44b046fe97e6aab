// A receiver that trusts Standard Webhooks' own library: receive.mjs SAMPLE_WEBHOOK
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const older = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const newer = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const faults = [];
const check = (holds, what) => holds || faults.push(what);

function refused(secret, body, headers) {
  try {
    new Webhook(secret).verify(body, headers);
    return false;
  } catch {
    return true;
  }
}

function look(body, headers) {
  for (const secret of [older, newer]) {
    check(!refused(secret, body, headers), `not signed with ${secret === older ? "the older" : "the newer"} secret`);
  }
  check(refused(older.replace("C2", "D2"), body, headers), "another secret verifies it");
  check(refused(newer, body.replace("Kōwhai", "Kowhai"), headers), "a changed body verifies");
  check(refused(newer, body, { ...headers, "webhook-id": "msg_other" }), "a changed id verifies");
  check(refused(newer, body, { ...headers, "webhook-timestamp": "1" }), "an old time verifies");
  check(JSON.parse(body).data.title === "Kōwhai Bay", "the title is not what was said");
}

let seen = 0;
const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    seen += 1;
    look(Buffer.concat(parts).toString("utf8"), request.headers);
    response.writeHead(204).end();
  });
});
server.listen(0, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${server.address().port}/hook`;
  execFile(process.argv[2], [url, older, newer], (error, _, told) => {
    check(!error, `the sample failed: ${told}`);
    check(seen === 1, `${seen} messages came`);
    server.close();
    for (const fault of faults) console.error(fault);
    console.log(faults.length ? "The library does not take it." : "The library takes it, with either secret.");
    process.exitCode = faults.length ? 1 : 0;
  });
});
