package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nginx as a proxy that merely forwards bytes: what forwarding costs at the least. */
final class Nginx implements Product {
  @Override
  public String label() {
    return Terms.NGINX;
  }

  @Override
  public String version() {
    return Commands.firstLine("nginx", "-v").replaceFirst(".*/", "");
  }

  @Override
  public Optional<String> missing() {
    return Commands.isOnPath("nginx") ? Optional.empty() : Optional.of("nginx is not on the PATH");
  }

  @Override
  public boolean carries(Era era, BackendKind kind) {
    return kind == BackendKind.HTTP;
  }

  @Override
  public Running start(Backends backends, Path folder) throws IOException {
    int port = Child.freePort();
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, config(port, backends.port(), folder));
    Child child =
        Child.start(
            folder.resolve("log"),
            List.of("nginx", "-p", folder.toString(), "-c", config.toString(), "-e", "stderr"));
    return Running.on(port, EchoAnswers.TOOL, child);
  }

  private static String config(int port, int backend, Path folder) {
    return """
    daemon off;
    worker_processes auto;
    pid nginx.pid;
    events { worker_connections 4096; }
    http {
      access_log off;
      client_max_body_size 64m;
      client_body_buffer_size 1m;
      proxy_buffers 32 16k;
      proxy_buffer_size 16k;
      proxy_busy_buffers_size 64k;
      proxy_max_temp_file_size 0;
      keepalive_requests 100000000;
      client_body_temp_path %3$s/body;
      proxy_temp_path %3$s/proxy;
      fastcgi_temp_path %3$s/fastcgi;
      uwsgi_temp_path %3$s/uwsgi;
      scgi_temp_path %3$s/scgi;
      upstream echo { server 127.0.0.1:%2$d; keepalive 256; keepalive_requests 100000000; }
      server {
        listen 127.0.0.1:%1$d;
        location / {
          proxy_pass http://echo;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
        }
      }
    }
    """
        .formatted(port, backend, folder);
  }
}
