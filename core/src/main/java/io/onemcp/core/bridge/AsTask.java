package io.onemcp.core.bridge;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.Call;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.Tasks.Task;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a tool that can only be called as a task (MCP 2025-11-25), for a client that has no tasks:
 * begins the task, waits for its result, and makes an ordinary result of it.
 */
public record AsTask(Tasks tasks) {
  private static final Logger LOG = LoggerFactory.getLogger(AsTask.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final RequestId ANY = new RequestId.Num(0);

  /** Carries the call out on a line of one session; an interrupt cancels the task, too. */
  public Response call(Line line, Call call) throws InterruptedException {
    call.patch().set(Json.EMPTY_OBJECT, "params", "task");
    Beginning beginning = new Beginning();
    Task running = tasks.start("task-begin", () -> beginning.run(line, call));
    try {
      Response begun = beginning.await();
      Json named = named(begun);
      Response end = named == null ? begun : ordinary(line.call(resultOf(named, call)));
      line.close();
      return end;
    } catch (GatewayException e) {
      line.close();
      throw e;
    } catch (InterruptedException e) {
      // A task that is just being begun has to be known before it can be cancelled.
      tasks.after(PATIENCE, running::cancel);
      tasks.start("task-cancel", () -> cancel(line, beginning));
      throw e;
    }
  }

  private static @Nullable Json named(Response begun) {
    String id = begun instanceof Success success ? success.result().text("task", "taskId") : null;
    return id == null ? null : new JsonWriter().put("taskId", id).json();
  }

  private static Call resultOf(Json named, Call call) {
    Request request = Request.of(ANY, Methods.TASKS_RESULT, named);
    return new Call(
        request,
        request.whole().patch(),
        "",
        Map.of(),
        true,
        false,
        false,
        call.interim(),
        call.respondent());
  }

  private static Response ordinary(Response response) {
    return response instanceof Success success
        ? new Success(
            success
                .whole()
                .patch()
                .remove("result", MetaKeys.META, MetaKeys.RELATED_TASK)
                .prune("result", MetaKeys.META)
                .json(),
            success.id())
        : response;
  }

  private static void cancel(Line line, Beginning beginning) {
    try {
      Json named = named(beginning.await());
      if (named != null) {
        line.call(Call.of(Methods.TASKS_CANCEL, named));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (GatewayException e) {
      LOG.debug("a task was not cancelled: {}", e.getMessage());
    } finally {
      line.close();
    }
  }

  /** The answer to the call that begins a task, on a thread that nobody's cancellation reaches. */
  private static final class Beginning {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Response response;
    private volatile @Nullable GatewayException failure;

    void run(Line line, Call call) {
      try {
        response = line.call(call);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (GatewayException e) {
        failure = e;
      } finally {
        over.countDown();
      }
    }

    Response await() throws InterruptedException {
      over.await();
      GatewayException thrown = failure;
      if (thrown != null) {
        throw thrown;
      }
      Response answer = response;
      if (answer == null) {
        throw new BackendLostException("the backend did not say whether it has begun a task");
      }
      return answer;
    }
  }

  /** Carries calls to one session of a backend. */
  public interface Line extends AutoCloseable {
    Response call(Call call) throws InterruptedException;

    /** There are no more calls. */
    @Override
    void close();
  }
}
