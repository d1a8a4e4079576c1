using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace CampaignEvents.Api.Mail;

/// <summary>Opens connections to the configured SMTP server, secured and authenticated as configured.</summary>
internal sealed class SmtpConnector(MailSettings settings)
{
    private readonly X509Certificate2Collection? _authorities = Authorities(settings.SmtpAuthorities);

    public async Task<SmtpClient> ConnectAsync(CancellationToken cancellation)
    {
        var client = new SmtpClient();
        try
        {
            if (_authorities is not null)
            {
                client.CheckCertificateRevocation = false;
                client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors);
            }
            await client.ConnectAsync(settings.SmtpHost, settings.Port, Security(settings.SmtpSecurity), cancellation);
            if (settings.SmtpUser.Length > 0)
                await client.AuthenticateAsync(settings.SmtpUser, settings.SmtpPassword, cancellation);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    // By an authority that is named, instead of the system's; the name must fit all the same.
    private bool IsTrusted(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(new(certificate));
    }

    private static SecureSocketOptions Security(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    private static X509Certificate2Collection? Authorities(string file)
    {
        if (file.Length == 0)
            return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }
}
