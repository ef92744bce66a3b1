// A hand-made chat: Socket.IO and PostgreSQL, one INSERT with its own commit per message, then the room is told.
// Checks nothing. Environment: PORT, DATABASE_URL.
const { Server } = require("socket.io");
const { Pool } = require("pg");

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const INSERT = "INSERT INTO said (room, sender, at, body) VALUES ($1, $2, now(), $3) RETURNING id";
const LAST = "SELECT id, sender, at, body FROM said WHERE room = $1 ORDER BY id DESC LIMIT 50";

async function main() {
  await pool.query(
    "CREATE TABLE said (id bigserial PRIMARY KEY, room text NOT NULL, sender text NOT NULL," +
      " at timestamptz NOT NULL, body text NOT NULL)",
  );
  await pool.query("CREATE INDEX ON said (room, id)");
  const server = new Server(Number(process.env.PORT), { transports: ["websocket"], perMessageDeflate: false });
  server.on("connection", (socket) => {
    const { room, user } = socket.handshake.query;
    socket.join(room);
    socket.on("send", async (message, acknowledge) => {
      const stored = await pool.query({ name: "insert", text: INSERT, values: [room, user, message.text] });
      const id = stored.rows[0].id;
      acknowledge({ id });
      socket.to(room).emit("message", { id, room, from: user, number: message.number, text: message.text });
    });
    socket.on("history", async (_, answer) => {
      answer((await pool.query({ name: "last", text: LAST, values: [room] })).rows);
    });
  });
  console.log("ready");
}

main();
