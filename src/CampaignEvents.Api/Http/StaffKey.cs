using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CampaignEvents.Api.Http;

/// <summary>The hash that staff keys are stored and compared as. A key is 32 random bytes, so a plain SHA-256 suffices.</summary>
internal sealed record StaffKeyHash(byte[] Value)
{
    public static string NewKey() => "staff_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static StaffKeyHash Of(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Compares in constant time.</summary>
    public bool Fits(string key) => CryptographicOperations.FixedTimeEquals(Of(key).Value, Value);
}

/// <summary>Authenticates staff by <c>Authorization: Bearer</c> and the staff key.</summary>
internal sealed class StaffKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, StaffKeyHash hash)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "StaffKey", Policy = "Staff";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        if (!hash.Fits(header["Bearer ".Length..].Trim()))
            return Task.FromResult(AuthenticateResult.Fail("Wrong staff key."));
        var staff = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Role, "staff")], SchemeName));
        return Task.FromResult(AuthenticateResult.Success(new(staff, SchemeName)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        await Problems.Unauthorized().ExecuteAsync(Context);
    }
}
