namespace CampaignEvents.Api.Signatures;

internal static class SignatureRegistration
{
    public static IServiceCollection AddSignatures(this IServiceCollection services) => services
        .AddSingleton<Fingerprints>()
        .AddSingleton<PersonSeal>()
        .AddSingleton<SignatureTokens>()
        .AddSingleton<SignatureSealer>()
        .AddSingleton<SignatureCommands>();
}
