package io.onemcp.adapters.http.outbound;

import io.onemcp.core.protocol.json.WireText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A JSON body that knows whether any of it was written. */
final class WireEntity extends AbstractHttpEntity {
  private static final String TYPE = ContentType.APPLICATION_JSON.toString();

  private final WireText text;
  private volatile boolean begun;

  WireEntity(WireText text) {
    super(TYPE, null, false);
    this.text = text;
  }

  /** Returns whether the backend may have seen the message. */
  boolean begun() {
    return begun;
  }

  /** Is told that nothing of it got anywhere. */
  void rewind() {
    begun = false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    begun = true;
    text.writeTo(out);
  }

  @Override
  public long getContentLength() {
    return text.length();
  }

  @Override
  public InputStream getContent() {
    throw new IllegalStateException("content: asked for (expected: written)");
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public void close() {
    // There is nothing to release.
  }
}
