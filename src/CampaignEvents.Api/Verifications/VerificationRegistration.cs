namespace CampaignEvents.Api.Verifications;

internal static class VerificationRegistration
{
    public static IServiceCollection AddVerifications(this IServiceCollection services) => services.AddSingleton<Verification>();
}
