// The least that can take rows in durably over HTTP: Beast as in hello.cpp, and one thread that writes what
// has queued up into SQLite (write-ahead log, synchronous=FULL), commits once, and only then answers.
#include "adapters/http/asio.hpp"

#include <sqlite3.h>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <condition_variable>
#include <functional>
#include <iostream>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

class Rows {
 public:
  explicit Rows(const char* file) {
    if (sqlite3_open(file, &m_database) != SQLITE_OK) throw std::runtime_error("no database");
    run("pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 8000;"
        "create table rows (position integer primary key, received_at integer not null, data text not null)");
    sqlite3_prepare_v2(m_database, "insert into rows (received_at, data) values (?, ?)", -1, &m_insert,
                       nullptr);
    m_thread = std::thread([this] { write(); });
    m_thread.detach();
  }
  void add(std::string data, std::function<void()> kept) {
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back({std::move(data), std::move(kept)});
    m_come.notify_one();
  }

 private:
  struct Row {
    std::string data;
    std::function<void()> kept;
  };
  void run(const char* sql) {
    if (sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(m_database));
  }
  void write() {
    while (true) {
      std::vector<Row> rows;
      {
        std::unique_lock lock(m_mutex);
        m_come.wait(lock, [this] { return !m_waiting.empty(); });
        rows.swap(m_waiting);
      }
      run("begin immediate");
      for (const Row& row : rows) {
        sqlite3_bind_int64(m_insert, 1, static_cast<sqlite3_int64>(rows.size()));
        sqlite3_bind_text(m_insert, 2, row.data.data(), static_cast<int>(row.data.size()), SQLITE_STATIC);
        if (sqlite3_step(m_insert) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(m_database));
        sqlite3_reset(m_insert);
      }
      run("commit");
      for (const Row& row : rows) row.kept();
    }
  }

  sqlite3* m_database = nullptr;
  sqlite3_stmt* m_insert = nullptr;
  std::mutex m_mutex;
  std::condition_variable m_come;
  std::vector<Row> m_waiting;
  std::thread m_thread;
};

asio::awaitable<void> take(tcp::socket socket, Rows& rows) {
  boost::beast::flat_buffer buffer;
  boost::system::error_code error;
  socket.set_option(tcp::no_delay(true), error);
  asio::steady_timer kept(socket.get_executor());
  while (!error) {
    http::request<http::string_body> request;
    co_await http::async_read(socket, buffer, request, asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    kept.expires_at(asio::steady_timer::time_point::max());
    rows.add(std::move(request.body()),
             [&kept] { asio::post(kept.get_executor(), [&kept] { kept.cancel(); }); });
    boost::system::error_code woken;
    co_await kept.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    http::response<http::string_body> response(http::status::created, request.version());
    response.set(http::field::content_type, "application/json");
    response.body() = R"({"kept":true})";
    response.keep_alive(request.keep_alive());
    response.prepare_payload();
    co_await http::async_write(socket, response, asio::redirect_error(asio::use_awaitable, error));
  }
}

asio::awaitable<void> listen(tcp::acceptor& acceptor, Rows& rows) {
  while (true) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(acceptor.get_executor(), take(std::move(socket), rows), asio::detached);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  asio::io_context context(1);
  Rows rows(arguments[1]);
  tcp::acceptor acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  asio::co_spawn(context, listen(acceptor, rows), asio::detached);
  std::cout << "listening on http://127.0.0.1:" << acceptor.local_endpoint().port() << std::endl;
  context.run();
}
