using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CampaignEvents.Api.Tests.Deliveries;
using MimeKit;

namespace CampaignEvents.Api.Tests.Mail;

/// <summary>A mail that came, and over what.</summary>
internal sealed record ReceivedMail(string From, string To, MimeMessage Message, string Raw, bool Encrypted, string? User, int Connection);

/// <summary>A real SMTP server on loopback (RFC 5321, STARTTLS, AUTH PLAIN). It answers commands as it is told to, and remembers what came.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    public const string User = "mailer", Password = "correct horse";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(string Command, string Answer)> _answers = new();
    private readonly ConcurrentQueue<ReceivedMail> _mails = new();
    private readonly bool _tlsAtOnce;
    private readonly X509Certificate2 _certificate;
    private int _connections;

    private SmtpServer(string name, bool tlsAtOnce)
    {
        (_tlsAtOnce, _certificate) = (tlsAtOnce, NewCertificate(name));
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Authority => _certificate.ExportCertificatePem();

    public int Connections => _connections;

    public IReadOnlyList<ReceivedMail> Mails => [.. _mails];

    public static SmtpServer Start(string name = "localhost", bool tlsAtOnce = false) => new(name, tlsAtOnce);

    /// <summary>Answers the next command that begins so with this instead; "close" hangs up, "sleep" says nothing.</summary>
    public void Answer(string command, string answer) => _answers.Enqueue((command, answer));

    public async Task<IReadOnlyList<ReceivedMail>> WaitAsync(int count)
    {
        await Wait.UntilAsync(() => _mails.Count >= count);
        return Mails;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), Interlocked.Increment(ref _connections));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, int connection)
    {
        using (client)
        {
            try
            {
                var stream = _tlsAtOnce ? await SecureAsync(client.GetStream()) : client.GetStream();
                await new Session(this, connection, stream, _tlsAtOnce).RunAsync();
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The client hung up, or did not trust us.
            }
        }
    }

    private async Task<Stream> SecureAsync(Stream clear)
    {
        var secure = new SslStream(clear);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return secure;
    }

    private static X509Certificate2 NewCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class Session(SmtpServer server, int connection, Stream stream, bool encrypted)
    {
        private StreamReader _reader = new(stream, Encoding.Latin1);
        private Stream _stream = stream;
        private bool _encrypted = encrypted;
        private string? _user, _from, _to;

        public async Task RunAsync()
        {
            await SayAsync("220 localhost ready");
            while (await _reader.ReadLineAsync(server._stop.Token) is { } line)
            {
                if (server._answers.TryPeek(out var told) && line.StartsWith(told.Command, StringComparison.OrdinalIgnoreCase) && server._answers.TryDequeue(out told))
                {
                    if (told.Answer == "close")
                        return;
                    if (told.Answer == "sleep")
                        await Task.Delay(Timeout.Infinite, server._stop.Token);
                    await SayAsync(told.Answer);
                    continue;
                }
                if (!await HandleAsync(line))
                    return;
            }
        }

        private async Task<bool> HandleAsync(string line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync(_encrypted ? "250-localhost\r\n250-8BITMIME\r\n250 AUTH PLAIN" : "250-localhost\r\n250-8BITMIME\r\n250 STARTTLS");
                    return true;
                case "STARTTLS":
                    await SayAsync("220 go ahead");
                    (_stream, _encrypted) = (await server.SecureAsync(_stream), true);
                    _reader = new(_stream, Encoding.Latin1);
                    return true;
                case "AUTH":
                    var right = line == "AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{User}\0{Password}"));
                    _user = right ? User : null;
                    await SayAsync(right ? "235 welcome" : "535 5.7.8 no");
                    return true;
                case "MAIL":
                    _from = line;
                    await SayAsync("250 ok");
                    return true;
                case "RCPT":
                    _to = line;
                    await SayAsync("250 ok");
                    return true;
                case "DATA":
                    await SayAsync("354 send it");
                    await TakeAsync();
                    await SayAsync("250 taken");
                    return true;
                case "QUIT":
                    await SayAsync("221 bye");
                    return false;
                default:
                    await SayAsync("250 ok");
                    return true;
            }
        }

        private async Task TakeAsync()
        {
            var raw = new StringBuilder();
            while (await _reader.ReadLineAsync(server._stop.Token) is { } line && line != ".")
                raw.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(raw.ToString()));
            server._mails.Enqueue(new(_from!, _to!, await MimeMessage.LoadAsync(bytes), raw.ToString(), _encrypted, _user, connection));
        }

        private async Task SayAsync(string text) => await _stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), server._stop.Token);
    }
}
