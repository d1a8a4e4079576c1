using System.Buffers;
using System.IO.Pipelines;

namespace CampaignEvents.Api.Exports;

/// <summary>
/// The way out of an export. What is written gathers here without waiting, however it is written; it is sent when there is
/// enough of it, and that waits for as long as the receiver is slow. Until then nothing has left, and an answer can still
/// become another one. It cannot be sought.
/// </summary>
internal sealed class ExportStream(PipeWriter pipe, CancellationToken cancellation) : Stream
{
    private const int Enough = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _gathered = new(Enough);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends what has gathered, if it is enough.</summary>
    public ValueTask SendIfEnoughAsync() => _gathered.WrittenCount < Enough ? default : SendAsync();

    /// <summary>Sends what has gathered.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or the receiver has gone.</exception>
    public async ValueTask SendAsync()
    {
        var result = await pipe.WriteAsync(_gathered.WrittenMemory, cancellation);
        _gathered.ResetWrittenCount();
        if (result.IsCompleted || result.IsCanceled)
            throw new OperationCanceledException("The receiver has gone.", cancellation);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _gathered.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var rest = buffer; !rest.IsEmpty;)
        {
            var part = rest[..Math.Min(rest.Length, Enough)];
            Write(part.Span);
            rest = rest[part.Length..];
            await SendIfEnoughAsync();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Others flush after every few bytes, and some of them without being able to wait.
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => SendIfEnoughAsync().AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
